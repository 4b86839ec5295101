/**
 * Makes a function of generated code. The code is made of GraphQL names and numbers only, each through `quote`; texts of queries and
 * answers never are part of it (gateway: speed).
 *
 * @param scope what the code may name
 */
export const compileCode = <Compiled>(scope: Readonly<Record<string, unknown>>, code: string): Compiled =>
  new Function(...Object.keys(scope), `"use strict";${code}`)(...Object.values(scope)) as Compiled;

/** A text as a literal of generated code. */
export const quote = (text: string): string => JSON.stringify(text);

/** An own member of an object, as an expression; names that every object inherits are asked for as own ones. */
export const member = (object: string, name: string): string =>
  name in Object.prototype ? `(Object.hasOwn(${object},${quote(name)})?${object}[${quote(name)}]:undefined)` : `${object}[${quote(name)}]`;
