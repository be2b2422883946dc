import type { PermissionOption } from '@agentclientprotocol/sdk'
import type { PermissionPolicy } from '@coppice/engine/agents'
import { TASK_TOOL_NAMES } from '@coppice/engine/domain/task-calls'
import type { KnownCall } from '../updates/tool-text.ts'
import { isInside, namedPaths } from './named-paths.ts'

/** How a request for a permission is answered. */
export type Answer = { is: 'ask' } | { is: 'allow' } | { is: 'reject'; why: string }

/** Decides by the policy of the plan. The agent may always use the task tools. With `allow`, each path that the request names must be in the worktree. */
export function permissionAnswer(policy: PermissionPolicy, worktree: string, call: KnownCall): Answer {
  if (isTaskTool(call)) return { is: 'allow' }
  if (policy === 'ask') return { is: 'ask' }
  if (policy === 'deny') return { is: 'reject', why: 'the plan says "permissions: deny"' }
  const outside = namedPaths(call).find((path) => !isInside(worktree, path))
  return outside === undefined ? { is: 'allow' } : { is: 'reject', why: `${outside} is not in the worktree` }
}

/** The kinds of options in the order in which they are preferred. An answer that holds for the future comes last. */
const KINDS = {
  allow: ['allow_once', 'allow_always'],
  reject: ['reject_once', 'reject_always'],
} as const

/** Chooses an option by its kind, because the order of the options has no meaning. @returns null when there is none */
export const optionFor = (is: 'allow' | 'reject', options: readonly PermissionOption[]): PermissionOption | null =>
  KINDS[is].map((kind) => options.find((option) => option.kind === kind)).find((found) => found !== undefined) ?? null

/** Agents show a tool of an MCP server in different ways, such as `mcp__coppice__log_issue` and `coppice_log_issue`. */
const isTaskTool = ({ name, title }: KnownCall): boolean =>
  [name, title].some((shown) =>
    TASK_TOOL_NAMES.some((tool) => new RegExp(`^(?:mcp__)?coppice_{1,2}${tool}$`).test(shown ?? '')),
  )
