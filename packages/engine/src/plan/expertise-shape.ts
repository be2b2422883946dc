import { isMap } from 'yaml'
import { EXPERTISE_USES, type ExpertiseUse } from '../domain/expertise.ts'
import type { LearningSettings } from '../domain/learning.ts'
import { object, optional } from '../shapes/object.ts'
import { modelId, oneOf } from '../shapes/scalars.ts'
import { mismatch, report, type Shape, textAt } from '../shapes/shape.ts'

export interface ExpertiseInFile {
  use: ExpertiseUse
  learning: LearningSettings | null
}

const use = oneOf(EXPERTISE_USES)
const withLearning = object('a mapping with the keys use, learn and model', {
  use: optional(use, 'What agents get, as above. Default: measured.'),
  learn: optional(
    oneOf(['rules', 'model']),
    'rules: rules find what a session teaches, at no cost. model: besides, a model reads each session whose work was merged, and its cost counts toward the budgets. Default: rules.',
  ),
  model: optional(modelId, 'The id of the model of Anthropic that reads the sessions. "learn: model" needs it.'),
})

/** Reads how a project uses expertise: `measured`, `always` or `off`, or a mapping that also says how it learns. */
export const expertise: Shape<ExpertiseInFile> = {
  expected: `${use.expected}, or { use, learn, model }`,
  schema: { anyOf: [use.schema, withLearning.schema] },
  standIn: { use: use.standIn, learning: null },
  read(place) {
    if (!isMap(place.node))
      return textAt(place) === null ? mismatch(place, expertise) : { use: use.read(place), learning: null }
    const { use: given = 'measured', learn = 'rules', model } = withLearning.read(place)
    if (learn === 'rules') {
      if (model !== undefined)
        report(place, 'a model reads sessions only with "learn: model". Add it, or remove "model"')
      return { use: given, learning: null }
    }
    if (given === 'off')
      report(place, 'with "use: off" nothing is learned. Remove "learn" and "model", or choose another "use"')
    if (model === undefined || model === 'auto')
      report(place, '"learn: model" needs the id of a model, such as "model: claude-haiku-4-5"')
    return { use: given, learning: { model: model ?? '' } }
  },
}
