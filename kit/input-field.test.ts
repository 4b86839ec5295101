import { describe, expect, it } from '@jest/globals';
import { buildSchema, executeSync, getVariableValues, type OperationDefinitionNode, parse, validate } from 'graphql';
import { fieldOfLiteral, fieldOfVariable } from './input-field.ts';

const schema = buildSchema(`
  type Query { draw(input: DrawInput!, places: [[Int!]]): Int }
  input DrawInput { count: Int! colour: Colour nested: DrawInput }
  enum Colour { RED }
`);

const ofVariables = (variables: Record<string, unknown>): (string | null)[] => {
  const [operation] = parse('query ($input: DrawInput!, $places: [[Int!]]) { draw(input: $input, places: $places) }').definitions;
  const { errors = [] } = getVariableValues(schema, (operation as OperationDefinitionNode).variableDefinitions ?? [], variables);
  return errors.map(fieldOfVariable);
};

const ofLiterals = (args: string): (string | null)[] => {
  const document = parse(`{ draw(${args}) }`);
  return validate(schema, document).map((error) => fieldOfLiteral(document, error));
};

describe('The field at fault', () => {
  it('of a variable is named from the variable down, items by their number', () => {
    expect(ofVariables({ input: { count: 'many' }, places: [[1], [2, 'x']] })).toEqual(['input.count', 'places.1.1']);
    expect(ofVariables({})).toEqual(['input']);
    expect(ofVariables({ input: null })).toEqual(['input']);
  });

  it('is the member that is missing', () => {
    expect(ofVariables({ input: { nested: {} } })).toEqual(['input.count', 'input.nested.count']);
  });

  it('is not taken from the value that was sent', () => {
    expect(ofVariables({ input: { count: 1, colour: 'x" at "input.count"; ' } })).toEqual(['input.colour']);
    expect(ofVariables({ input: '$ at "input.count"' })).toEqual(['input']);
  });

  it('is the argument that a variable left null', () => {
    const strict = buildSchema('type Query { draw(count: Int!): Int }');
    const document = parse('query ($count: Int = 1) { draw(count: $count) }');
    const { errors = [] } = executeSync({ schema: strict, document, variableValues: { count: null } });
    expect(errors.map(fieldOfVariable)).toEqual(['count']);
  });

  it('of a value in the document is named from the argument down', () => {
    expect(ofLiterals('input: { count: "many" }')).toEqual(['input.count']);
    expect(ofLiterals('input: { count: 1, nested: { count: 1, colour: BLUE } }')).toEqual(['input.nested.colour']);
    expect(ofLiterals('input: 3')).toEqual(['input']);
  });
});
