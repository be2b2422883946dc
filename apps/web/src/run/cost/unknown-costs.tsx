import { StatusGlyph } from '../../marks/status-glyph.tsx'
import type { RunCosts } from './cost-documents.ts'
import { missingCosts } from './cost-words.ts'

/** Says what is not in the sums, because a sum with an unknown part is never shown as the whole cost (M1). */
export function UnknownCosts({ costs }: { costs: RunCosts }) {
  const missing = missingCosts(costs)
  if (missing === null) return null
  return (
    <div className="mt-3 flex gap-2.5 border-(--ink) border-t-2 bg-(--bg-2) px-3 py-2.5 text-[12px]">
      <StatusGlyph status="PENDING" size={12} label="" className="mt-[3px]" />
      <p className="min-w-0">
        <b className="font-semibold">{missing.title}</b> {missing.text}
      </p>
    </div>
  )
}
