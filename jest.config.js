/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }] },
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.data/'],
  modulePathIgnorePatterns: ['/.data/'],
  globalSetup: './kit/testing/start-postgres.ts',
  globalTeardown: './kit/testing/stop-postgres.ts',
  testTimeout: 30_000,
  maxWorkers: 2,
  // What a finished test file's ES modules held stays (https://github.com/nodejs/node/issues/59118): a worker of a gigabyte exits too late for jest.
  workerIdleMemoryLimit: '512MB',
};
