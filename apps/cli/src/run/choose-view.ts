import type { Io } from '../io.ts'
import { jsonView } from './json-view.ts'
import { liveView } from './live-view.ts'
import { plainView } from './plain-view.ts'
import type { View } from './view.ts'

/** The live view needs a terminal on stdout that can rewrite lines. */
export function chooseView(io: Io, json: boolean): View {
  if (json) return jsonView(io)
  return io.canRewrite ? liveView(process.stdout) : plainView(io)
}
