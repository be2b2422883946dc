'use client'

import { useFresh } from '../client/use-fresh.ts'
import { Shell } from '../shell/shell.tsx'
import { ConnectionBar } from '../ui/connection-bar.tsx'
import { FaultNotice } from '../ui/fault-notice.tsx'
import { KeysSheet } from '../ui/keys-sheet.tsx'
import { AGENTS, type AgentChoice, type SandboxOfServer } from './agent-documents.ts'
import { AGENT_COLUMNS, AgentRow } from './agent-row.tsx'

const CRUMBS = [{ label: 'Projects', href: '/' }, { label: 'Agents' }]

/** The page with the agents that a plan can name, and whether the server can start them. */
export function AgentsPage() {
  const { data, fault, connection, refresh } = useFresh(AGENTS, {})
  const stale = connection?.state === 'lost'
  return (
    <Shell crumbs={CRUMBS} connection={connection} still={null}>
      {connection && <ConnectionBar connection={connection} onTryNow={refresh} />}
      {fault && <FaultNotice title="The agents could not be loaded." fault={fault} className="m-6" />}
      {data && <AgentList agents={data.agents} sandbox={data.sandbox} stale={stale} />}
      <KeysSheet keys={[]} />
    </Shell>
  )
}

interface Listed {
  agents: readonly AgentChoice[]
  sandbox: SandboxOfServer
  stale: boolean
}

function AgentList({ agents, sandbox, stale }: Listed) {
  const usable = agents.filter((agent) => agent.usable).length
  return (
    <section data-stale={stale || undefined} className="px-6 pb-6 max-[719px]:px-4">
      <div className="py-3">
        <h1 className="font-semibold text-[17px] leading-[22px] tracking-[-.014em]">
          {usable} of {agents.length} agents
          <span className="font-normal text-(--text-2)"> · can be used on this server</span>
        </h1>
        <p className="mt-0.5 text-[12px] text-(--text-2)">
          The server looks at its environment and at files of its user. It asks no provider, so a key that was revoked
          counts as signed in.
        </p>
        <p className="mt-0.5 text-[12px] text-(--text-2)">{sandboxWords(sandbox)}</p>
      </div>
      <div
        aria-hidden="true"
        className={`${AGENT_COLUMNS} border-(--hair) border-b pb-1.5 text-(--text-3) text-[12px] max-[899px]:hidden`}
      >
        <span className="pl-[22px]">Agent</span>
        <span>Kind, version</span>
        <span>Signed in</span>
        <span>In defaults of the plan</span>
      </div>
      <ul className="max-[899px]:border-(--hair) max-[899px]:border-t">
        {agents.map((agent) => (
          <AgentRow key={agent.name} agent={agent} />
        ))}
      </ul>
    </section>
  )
}

function sandboxWords({ usable, bubblewrap, advice }: SandboxOfServer): string {
  const state = usable
    ? `Agents can be confined in a sandbox (bubblewrap ${bubblewrap})`
    : 'Agents cannot be confined in a sandbox'
  return advice === null ? `${state}.` : `${state}: ${advice}.`
}
