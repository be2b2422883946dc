import { z } from 'zod'

/** Excludes text that cannot be a path or a branch. The system would report it as a defect. */
export const nameOfFile = (most: number) =>
  z
    .string()
    .max(most, `At most ${most} characters.`)
    .refine((text) => !text.includes('\0'), 'No NUL characters.')
