import { count, plural } from '../../words/format.ts'
import type { CostGroup } from './cost-documents.ts'
import { costWords, type KindWords, kindWords, knownOf, reportedWords } from './cost-words.ts'

const KINDS: readonly { name: string; of: (group: CostGroup) => KindWords }[] = [
  { name: 'Input', of: (group) => kindWords(group, group.inputTokens, group.inputUsd) },
  { name: 'Output', of: (group) => kindWords(group, group.outputTokens, group.outputUsd) },
  { name: 'Cache write', of: (group) => kindWords(group, group.cacheWriteTokens, group.cacheWriteUsd) },
  { name: 'Cache read', of: (group) => kindWords(group, group.cacheReadTokens, group.cacheReadUsd) },
]

export interface ModelCostsProps {
  models: readonly CostGroup[]
  /** The sums of the whole run. A session that used two models is counted once. */
  total: CostGroup
}

const idOf = ({ key, agent }: CostGroup): string => `${key} ${agent ?? ''}`
const isUnknown = (group: CostGroup): boolean => knownOf(group) === 'none'
const totalName = (total: CostGroup): string => (knownOf(total) === 'more' ? 'Known prices' : 'All models')
const cutOff = ({ partialRequests }: CostGroup): string | null =>
  partialRequests === 0 ? null : `${plural(partialRequests, 'request')} cut off`

/** The models of a run with their four kinds of tokens, and what each kind costs. */
export function ModelTable({ models, total }: ModelCostsProps) {
  return (
    <table className="mt-2 w-full border-collapse text-[12px] leading-[15px] [&_td]:h-[34px] [&_td+td]:pl-2.5 [&_th+th]:pl-2.5 [&_th]:pb-[5px] [&_th]:font-normal [&_th]:text-(--text-3) [&_th]:whitespace-nowrap">
      <thead>
        <tr>
          <th className="text-left">Model</th>
          <th className="text-left">Agent</th>
          <th className="text-right">Sessions</th>
          {KINDS.map(({ name }) => (
            <th key={name} className="text-right">
              {name}
            </th>
          ))}
          <th className="text-right">Cost</th>
        </tr>
      </thead>
      <tbody>
        {models.map((group) => (
          <tr key={idOf(group)} className={`border-(--hair) border-t ${isUnknown(group) ? 'bg-(--bg-2)' : ''}`}>
            <td className="font-medium">{group.key}</td>
            <td className="text-(--text-2)">{group.agent}</td>
            <Figures group={group} />
          </tr>
        ))}
        <tr className="border-(--ink) border-t">
          <td colSpan={2}>{totalName(total)}</td>
          <Figures group={total} />
        </tr>
      </tbody>
    </table>
  )
}

function Figures({ group }: { group: CostGroup }) {
  return (
    <>
      <td className="text-right whitespace-nowrap">
        {count(group.sessions)}
        <Below words={cutOff(group)} />
      </td>
      {KINDS.map(({ name, of }) => {
        const { tokens, cost } = of(group)
        return (
          <td key={name} className={`text-right whitespace-nowrap ${cost === null ? 'text-(--text-3)' : ''}`}>
            {tokens}
            <Below words={cost} />
          </td>
        )
      })}
      <td className="text-right font-medium whitespace-nowrap">
        {costWords(group)}
        <Below words={reportedWords(group)} />
      </td>
    </>
  )
}

const Below = ({ words }: { words: string | null }) =>
  words === null ? null : <span className="block font-normal text-(--text-3) text-[11px] leading-[14px]">{words}</span>

/** The same as the table, for a phone: one block for each model. */
export function ModelBlocks({ models, total }: ModelCostsProps) {
  return (
    <ul className="mt-2">
      {models.map((group) => (
        <ModelBlock key={idOf(group)} name={group.key} group={group} />
      ))}
      <ModelBlock name={totalName(total)} group={total} isTotal />
    </ul>
  )
}

function ModelBlock({ name, group, isTotal = false }: { name: string; group: CostGroup; isTotal?: boolean }) {
  const notes = [group.agent, plural(group.sessions, 'session'), cutOff(group), reportedWords(group)]
  return (
    <li className={`border-t py-2.5 ${isTotal ? 'border-(--ink)' : 'border-(--hair)'}`}>
      <div className="flex justify-between gap-3 font-medium">
        <span className="min-w-0 truncate">{name}</span>
        <span className="flex-none">{costWords(group)}</span>
      </div>
      <p className="text-(--text-2) text-[12px]">{notes.filter((note) => note !== null).join(' · ')}</p>
      <dl className="mt-1.5 grid grid-cols-[auto_1fr_auto] gap-x-4 text-[12px]">
        {KINDS.map(({ name: kind, of }) => {
          const { tokens, cost } = of(group)
          return (
            <div key={kind} className="contents">
              <dt className="text-(--text-3)">{kind}</dt>
              <dd className="text-right">{tokens}</dd>
              <dd className="min-w-14 text-right text-(--text-3)">{cost}</dd>
            </div>
          )
        })}
      </dl>
    </li>
  )
}
