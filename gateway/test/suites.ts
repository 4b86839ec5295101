import type { Suite } from './case.ts';
import { abstractTypes } from './cases/abstract-types.ts';
import { answers } from './cases/answers.ts';
import { chainsOfKeys } from './cases/chains-of-keys.ts';
import { circularRequirements } from './cases/circular-requirements.ts';
import { compositeKeys } from './cases/composite-keys.ts';
import { conditions } from './cases/conditions.ts';
import { contexts } from './cases/contexts.ts';
import { contextsOfTypes } from './cases/contexts-of-types.ts';
import { dataBesideErrors } from './cases/data-beside-errors.ts';
import { entities } from './cases/entities.ts';
import { failures } from './cases/failures.ts';
import { federationOne } from './cases/federation-one.ts';
import { federationOneExtensions } from './cases/federation-one-extensions.ts';
import { interfaceObjectChains } from './cases/interface-object-chains.ts';
import { interfaceObjectKeys } from './cases/interface-object-keys.ts';
import { interfaceObjects } from './cases/interface-objects.ts';
import { interfaceObjectsBeside } from './cases/interface-objects-beside.ts';
import { interfaceObjectsImplement } from './cases/interface-objects-implement.ts';
import { interfaceObjectsInRows } from './cases/interface-objects-in-rows.ts';
import { interfaceObjectsMeet } from './cases/interface-objects-meet.ts';
import { interfaceObjectsReferred } from './cases/interface-objects-referred.ts';
import { internalNames } from './cases/internal-names.ts';
import { intersections } from './cases/intersections.ts';
import { keysOfLists } from './cases/keys-of-lists.ts';
import { lostInterfaces } from './cases/lost-interfaces.ts';
import { manyWays } from './cases/many-ways.ts';
import { mergedTypes } from './cases/merged-types.ts';
import { mismatchedTypes } from './cases/mismatched-types.ts';
import { movedInterfaces } from './cases/moved-interfaces.ts';
import { movedTypes } from './cases/moved-types.ts';
import { movingFields } from './cases/moving-fields.ts';
import { mutationsInOrder } from './cases/mutations-in-order.ts';
import { namesOfOthers } from './cases/names-of-others.ts';
import { narrowerChains } from './cases/narrower-chains.ts';
import { narrowerInterfaces } from './cases/narrower-interfaces.ts';
import { narrowerObjects } from './cases/narrower-objects.ts';
import { nodeInterfaces } from './cases/node-interfaces.ts';
import { providedDeep } from './cases/provided-deep.ts';
import { providedFragments } from './cases/provided-fragments.ts';
import { providedInterfaceObjects } from './cases/provided-interface-objects.ts';
import { providedInterfaces } from './cases/provided-interfaces.ts';
import { queriesInAnswers } from './cases/queries-in-answers.ts';
import { renamedRoots } from './cases/renamed-roots.ts';
import { requiredApart } from './cases/required-apart.ts';
import { requiredArguments } from './cases/required-arguments.ts';
import { requiredNames } from './cases/required-names.ts';
import { requiredTwice } from './cases/required-twice.ts';
import { requirementChains } from './cases/requirement-chains.ts';
import { requirementsOfInterfaces } from './cases/requirements-of-interfaces.ts';
import { requirementsWithArguments } from './cases/requirements-with-arguments.ts';
import { requiresAndProvides } from './cases/requires-and-provides.ts';
import { sameQuestions } from './cases/same-questions.ts';
import { sharedRoots } from './cases/shared-roots.ts';
import { sharedTypes } from './cases/shared-types.ts';
import { strangeKeys } from './cases/strange-keys.ts';
import { typenames } from './cases/typenames.ts';
import { typesThatFailed } from './cases/types-that-failed.ts';
import { unionsInParts } from './cases/unions-in-parts.ts';
import { valueTypesOfEntities } from './cases/value-types-of-entities.ts';

/** All small supergraphs with answers worked out by hand. */
export const suites: readonly Suite[] = [
  abstractTypes,
  answers,
  chainsOfKeys,
  compositeKeys,
  conditions,
  contexts,
  contextsOfTypes,
  entities,
  failures,
  federationOne,
  interfaceObjectChains,
  interfaceObjects,
  intersections,
  lostInterfaces,
  manyWays,
  mergedTypes,
  movingFields,
  mutationsInOrder,
  providedFragments,
  requiredArguments,
  requiredApart,
  requiredTwice,
  requirementChains,
  requiresAndProvides,
  sharedTypes,
  mismatchedTypes,
  movedTypes,
  providedDeep,
  circularRequirements,
  dataBesideErrors,
  federationOneExtensions,
  interfaceObjectsInRows,
  interfaceObjectsMeet,
  interfaceObjectsReferred,
  keysOfLists,
  movedInterfaces,
  nodeInterfaces,
  providedInterfaces,
  requirementsOfInterfaces,
  sharedRoots,
  strangeKeys,
  typenames,
  unionsInParts,
  valueTypesOfEntities,
  interfaceObjectKeys,
  namesOfOthers,
  queriesInAnswers,
  requirementsWithArguments,
  sameQuestions,
  interfaceObjectsBeside,
  interfaceObjectsImplement,
  internalNames,
  narrowerChains,
  narrowerInterfaces,
  narrowerObjects,
  providedInterfaceObjects,
  renamedRoots,
  requiredNames,
  typesThatFailed,
];
