/** @returns a number with its noun, for example `1 task` or `2 tasks`. */
export const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`
