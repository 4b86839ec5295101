/** The container's health check: exits with 0 when the process on the port of the first argument is ready. */
const response = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(() => null);
process.exitCode = response?.ok ? 0 : 1;
