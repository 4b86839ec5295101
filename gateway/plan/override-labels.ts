const LABEL = /overrideLabel: "percent\((\d{1,3}(?:\.\d{1,8})?)\)"/g;

/**
 * Which labels of `@override(from:, label: "percent(n)")` hold (federation v2.7): each with its probability, drawn anew for every
 * operation that is planned. Labels of other kinds never hold.
 */
export const decideOverrides = (supergraph: string, random: () => number = Math.random): Map<string, boolean> =>
  new Map([...supergraph.matchAll(LABEL)].map(([, percent]) => [`percent(${percent})`, random() * 100 < Number(percent)]));
