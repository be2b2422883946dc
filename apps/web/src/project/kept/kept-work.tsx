'use client'

import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { useMayOperate } from '../../shell/use-may-operate.ts'
import { bytes } from '../../words/bytes.ts'
import { ago, plural } from '../../words/format.ts'
import { DropKept } from './drop-kept.tsx'
import { KEPT_WORK, type KeptItem } from './kept-documents.ts'

export interface KeptWorkProps {
  project: { id: string; activeRun: { number: number } | null }
  now: number
  stale: boolean
}

/**
 * Shows the kept work of ended runs with its size (D5): work that was not merged, and merged work of a run whose branch somebody moved. It
 * renders nothing when there is no kept work.
 */
export function KeptWork({ project, now, stale }: KeptWorkProps) {
  const [{ data }, reload] = useQuery({ query: KEPT_WORK, variables: { id: project.id } })
  const allowed = useMayOperate()
  const items = data?.project?.keptWork ?? []
  if (items.length === 0) return null
  const total = items.reduce((sum, { size }) => sum + size.bytes, 0)
  const { activeRun } = project
  return (
    <section aria-label="Kept work" className="border-(--hair) border-t pb-6 max-[1079px]:order-4">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2.5 px-6 max-[719px]:px-4">
        <h2 className="font-semibold">Kept work</h2>
        <span className="text-(--text-2)">
          {plural(items.length, 'ref')}, {bytes(total)} that nothing else holds
        </span>
        {activeRun && (
          <span className="text-(--text-3) text-[12px]">
            Run {activeRun.number} may merge it, so it can be dropped after that run.
          </span>
        )}
      </div>
      <ul className="px-6 max-[719px]:px-4">
        {items.map((item) => (
          <Item key={item.ref} item={item} now={now}>
            <DropKept
              projectId={project.id}
              item={item}
              off={stale || !allowed || activeRun !== null}
              onDropped={() => reload({ requestPolicy: 'network-only' })}
            />
          </Item>
        ))}
      </ul>
    </section>
  )
}

function Item({ item, now, children }: { item: KeptItem; now: number; children: ReactNode }) {
  const { ref, runNumber, taskKey, attempt, reason, size } = item
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-(--hair) border-t py-2 first:border-0">
      <div className="min-w-0 flex-1 basis-64">
        <p>
          <b className="font-semibold">{taskKey ?? 'Merged work'}</b>, run {runNumber}
          {attempt !== null && `, attempt ${attempt}`}: <span className="text-(--text-2)">{reason}</span>
        </p>
        <p className="break-all font-mono text-(--text-3) text-[11.5px]">{ref}</p>
      </div>
      <span className="w-20 text-right tabular-nums max-[719px]:w-auto">{bytes(size.bytes)}</span>
      <span className="w-24 text-right text-(--text-2) max-[719px]:mr-auto max-[719px]:w-auto">
        {ago(now - Date.parse(size.committedAt))}
      </span>
      {children}
    </li>
  )
}
