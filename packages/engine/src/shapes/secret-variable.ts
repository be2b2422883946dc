import { whyNotPassed } from '../domain/passed-variables.ts'
import { Problems } from './problems.ts'
import { variableName } from './scalars.ts'
import { report, type Shape } from './shape.ts'

/**
 * The name of the environment variable that holds a secret (A2). The message about a value that is not a name does not quote the value,
 * because somebody may have written the secret itself.
 */
export const secretVariable: Shape<string> = {
  ...variableName,
  read(place) {
    const problems = new Problems(place.source.problems.lines)
    const name = variableName.read({ ...place, source: { ...place.source, problems } })
    if (problems.any) report(place, `expected ${variableName.expected}, found another value, which is not shown`)
    const why = problems.any ? null : whyNotPassed(name)
    if (why !== null) report(place, `${name} cannot hold a secret: ${why}`)
    return name
  },
}
