import type { Io } from '../io.ts'
import { jsonView } from './json-view.ts'
import { liveView } from './live-view.ts'
import { plainView } from './plain-view.ts'
import type { View } from './view.ts'

/** Chooses how a run is shown. The live view needs a terminal that can rewrite lines. Pipes and other terminals get the plain view. */
export function chooseView(io: Io, json: boolean): View {
  if (json) return jsonView(io)
  return io.canRewrite ? liveView(process.stdout) : plainView(io)
}
