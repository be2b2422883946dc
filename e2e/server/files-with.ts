import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns the paths of the files below `folder` that contain this text. */
export const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text))
