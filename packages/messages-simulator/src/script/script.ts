import { z } from 'zod'
import { faultSchema, randomFaultsSchema } from '../faults/fault.ts'

/** How fast a reply is streamed. Without a pace it is sent at once. */
export const paceSchema = z.strictObject({
  firstTokenMs: z.number().nonnegative().default(0),
  tokensPerSecond: z.number().positive().optional(),
})

/**
 * A call of a tool. `tool` is the name that the client offers, or the plain name of it: `bash` also calls `Bash`, and `get_task` also calls
 * `mcp__coppice__get_task`. A key of `input` may be written in any of the usual ways: `file_path` also fills `filePath`.
 */
export const callSchema = z.strictObject({
  tool: z.string().min(1),
  input: z.record(z.string(), z.unknown()).default({}),
})

/** One reply of the model. A step with calls waits for their results. The last step is repeated when the client asks for more. */
export const stepSchema = z
  .strictObject({
    thinking: z.string().min(1).optional(),
    text: z.string().min(1).optional(),
    calls: z.array(callSchema).default([]),
    /** The step is left out unless the prompt contains this text. */
    onlyIfPromptHas: z.string().min(1).optional(),
    /** The step is left out if the prompt contains this text. */
    unlessPromptHas: z.string().min(1).optional(),
    pace: paceSchema.optional(),
  })
  .refine(({ text, calls }) => text !== undefined || calls.length > 0, 'a step needs a text or calls')

export const scriptSchema = z.strictObject({
  steps: z.array(stepSchema).min(1),
  faults: z
    .array(
      z.strictObject({
        /** The number of the step that the fault hits, from 1. Without it, the fault hits any step. */
        turn: z.int().positive().optional(),
        /** How many requests it hits. */
        times: z.union([z.int().positive(), z.literal('always')]).default(1),
        fault: faultSchema,
      }),
    )
    .default([]),
  pace: paceSchema.optional(),
})

/** What a file of scripts may contain. */
export const scriptFileSchema = z
  .strictObject({
    scripts: z.record(z.string().regex(/^[\w-]+$/, 'a name of letters, digits, "_" and "-"'), scriptSchema),
    /** The name of the script for prompts without a marker. */
    defaultScript: z.string().optional(),
    seed: z.union([z.string(), z.number()]).default(0),
    pace: paceSchema.optional(),
    randomFaults: randomFaultsSchema.optional(),
  })
  .refine(({ scripts, defaultScript }) => defaultScript === undefined || defaultScript in scripts, {
    error: 'there is no script of this name',
    path: ['defaultScript'],
  })

export type Pace = z.output<typeof paceSchema>
export type PaceInput = z.input<typeof paceSchema>
export type Call = z.output<typeof callSchema>
export type Step = z.output<typeof stepSchema>
export type Script = z.output<typeof scriptSchema>
/** A script as a person writes it, with defaults left out. */
export type ScriptInput = z.input<typeof scriptSchema>
export type ScriptFile = z.output<typeof scriptFileSchema>
