import type { ExecutionResult, GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];
/** Of an operation to which there are too many ways the gateway says so, rather than planning until the memory is full. */
const isRefused = ({ errors }: Answer): boolean => errors.some(({ extensions }) => extensions?.limit === 'ways');

type Answer = { data: unknown; errors: readonly Pick<GraphQLFormattedError, 'message' | 'path' | 'extensions'>[] };

/** A result as a client reads it. */
export const asAnswer = (result: ExecutionResult): Answer => {
  const { data = null, errors = [] } = JSON.parse(JSON.stringify(result)) as Partial<Answer>;
  return { data, errors };
};

/**
 * Judges an answer by that of a monolith on the same data, where nothing fails: data must be the same to the
 * order of fields, without an error. Says what is wrong; null when nothing is.
 */
export const judgeWhole = (ours: Answer, expected: Answer): string | null => {
  if (isRefused(ours)) return null;
  if (JSON.stringify(ours.data) !== JSON.stringify(expected.data)) return `data differ at ${difference(ours.data, expected.data)}`;
  const [first] = ours.errors;
  if (first && expected.errors.length === 0) return `an error where there is none: ${JSON.stringify(first)}`;
  if (!first && expected.errors.length > 0) return `no error: ${JSON.stringify(expected.errors[0])}`;
  return null;
};

/**
 * Judges an answer where fields and subgraphs fail. A monolith fetches no keys and no requirements, so more may be null here; but
 * what is there must be right, what is null beyond must be explained by an error about the object it stands in (not where subgraphs
 * do not know entities: their fields are null in silence), and errors must be errors of the monolith or named by the gateway.
 */
export const judgeBroken = (ours: Answer, expected: Answer, hasUnknowns: boolean): string | null => {
  if (isRefused(ours)) return null;
  const wrong = partly(
    ours.data,
    expected.data,
    [],
    (path) => hasUnknowns || ours.errors.some((error) => isRelated(error.path, path.slice(0, -1))),
  );
  if (wrong) return wrong;
  if (!hasUnknowns && expected.errors.length > 0 && ours.errors.length === 0) return `no error: ${JSON.stringify(expected.errors[0])}`;
  const strange = ours.errors.find(
    ({ extensions }) => !['MADE_UP', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'].includes(String(extensions?.code)),
  );
  return strange ? `a strange error: ${JSON.stringify(strange)}` : null;
};

const partly = (ours: unknown, expected: unknown, path: Path, isExplained: (path: Path) => boolean): string | null => {
  if (ours === null) return expected === null || isExplained(path) ? null : `null without an error at ${path.join('.')}`;
  if (Array.isArray(ours) && Array.isArray(expected) && ours.length === expected.length)
    return firstOf(ours.map((each, index) => partly(each, expected[index], [...path, index], isExplained)));
  if (isObject(ours) && isObject(expected)) {
    if (Object.keys(ours).join() !== Object.keys(expected).join()) return `other fields at ${path.join('.')}`;
    return firstOf(Object.keys(ours).map((key) => partly(ours[key], expected[key], [...path, key], isExplained)));
  }
  return Object.is(ours, expected) ? null : `${JSON.stringify(ours)} for ${JSON.stringify(expected)} at ${path.join('.')}`;
};

const firstOf = (found: readonly (string | null)[]): string | null => found.find((each) => each !== null) ?? null;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isRelated = (error: Path | undefined, place: Path): boolean => {
  const [short, long] = (error?.length ?? 0) < place.length ? [error ?? [], place] : [place, error ?? []];
  return short.every((key, index) => key === long[index]);
};

/** Where two values begin to differ. */
export const difference = (a: unknown, b: unknown, path: Path = []): string => {
  const here = `${path.join('.') || 'the root'}: ${JSON.stringify(a)?.slice(0, 120)} for ${JSON.stringify(b)?.slice(0, 120)}`;
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    const index = a.findIndex((each, at) => JSON.stringify(each) !== JSON.stringify(b[at]));
    return index < 0 ? here : difference(a[index], b[index], [...path, index]);
  }
  if (!isObject(a) || !isObject(b) || Object.keys(a).join() !== Object.keys(b).join()) return here;
  const key = Object.keys(a).find((each) => JSON.stringify(a[each]) !== JSON.stringify(b[each]));
  return key === undefined ? here : difference(a[key], b[key], [...path, key]);
};
