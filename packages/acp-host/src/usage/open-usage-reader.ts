import type { AcpPreset } from '@coppice/engine/agents'
import { claudeCodeUsage } from './claude-code.ts'
import { opencodeUsage } from './opencode.ts'
import { quotaUsage } from './quota-usage.ts'
import type { UsageParts, UsageReader } from './usage-reader.ts'

/** For an agent without a preset: Coppice does not know what its reports mean. */
const NO_USAGE: UsageReader = { promptEnd: () => [], promptFailed: () => [] }

/** @param isContinued whether the conversation began in an earlier session */
export function openUsageReader(of: AcpPreset['usage'] | null, parts: UsageParts, isContinued: boolean): UsageReader {
  switch (of) {
    case 'claude-code':
      return claudeCodeUsage(parts)
    case 'codex':
    case 'gemini':
      return quotaUsage(parts)
    case 'opencode':
      return opencodeUsage(parts, isContinued ? null : 0)
    case null:
      return NO_USAGE
  }
}
