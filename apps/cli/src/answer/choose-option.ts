import type { SessionQuestion } from '../client/session-question.ts'

/** Finds the option that a person named by its number from 1, its label or its id. @returns its index, or null */
export function chooseOption({ optionIds, optionLabels }: SessionQuestion, named: string): number | null {
  const same = (text: string) => text.toLowerCase() === named.trim().toLowerCase()
  const found = [optionIds.findIndex(same), optionLabels.findIndex(same), numbered(named, optionIds.length)]
  return found.find((index) => index >= 0) ?? null
}

const numbered = (named: string, count: number): number =>
  /^[1-9]\d?$/.test(named) && Number(named) <= count ? Number(named) - 1 : -1
