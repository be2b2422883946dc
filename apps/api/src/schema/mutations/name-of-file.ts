import { z } from 'zod'

/** The type of an input field for a path or a branch. It refuses texts that would make the operating system report an error. */
export const nameOfFile = (most: number) =>
  z
    .string()
    .max(most, `It has at most ${most} characters.`)
    .refine((text) => !text.includes('\0'), 'It must not contain NUL characters.')
