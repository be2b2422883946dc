import { isObjectId } from './object-id.ts'
import { isFullRefName } from './ref-name.ts'

/** Parses `packed-refs`: lines of `ID NAME`. The lines `^ID` contain the object of the tag in the line before. */
export function* packedRefs(text: string): Generator<[string, string]> {
  for (const line of text.split('\n')) {
    const [id = '', name = ''] = line.split(' ')
    if (isObjectId(id) && isFullRefName(name)) yield [name, id]
  }
}
