import { expect, test } from 'vitest'
import { chooseOption } from './choose-option.ts'

const question = {
  ...{ askId: 'a', text: 'May I?' },
  ...{ optionIds: ['always', '1', 'no'], optionLabels: ['Allow always', 'Allow once', 'Reject'] },
}

test.each([
  ['Reject', 2],
  ['allow once', 1],
  ['NO', 2],
  ['1', 1],
  ['3', 2],
  ['4', null],
  ['0', null],
  ['maybe', null],
])('%j names the option with the index %j: an id comes before a label, and a label before a number', (named, index) => {
  expect(chooseOption(question, named)).toBe(index)
})
