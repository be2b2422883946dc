import { onlyProject } from '../../client/only-project.ts'
import type { RunFilter } from '../../client/run-filter.ts'
import { EXIT, type ExitCode } from '../../exit-codes.ts'
import type { Io } from '../../io.ts'
import { useServer } from '../../run/use-server.ts'
import { type FollowUp, followUpsOf } from './follow-ups-of.ts'

/** Prints the tasks that agents proposed, and about which nobody has decided. */
export async function listFollowUps(io: Io, { json, ...filter }: RunFilter & { json?: boolean }): Promise<ExitCode> {
  await using server = await useServer(io)
  const { api } = server.link
  const project = await onlyProject(api, filter)
  const followUps = await followUpsOf(api, project.id)
  if (json) {
    io.json({ project: project.name, followUps }, 2)
    return EXIT.done
  }
  if (followUps.length === 0) io.message(`No proposed task of ${project.name} waits for a decision.`)
  for (const one of followUps) io.out(followUpText(one))
  if (followUps.length > 0) io.message('To decide: coppice plan accept NUMBER, or coppice plan reject NUMBER')
  return EXIT.done
}

/** @returns the number and the title, then a line with where it belongs, then the description */
export function followUpText({ number, title, text, epicKey, dependsOn, task }: FollowUp): string {
  const after = dependsOn.length === 0 ? '' : `, after ${dependsOn.join(', ')}`
  const lines = [`${number}  ${title}`, `   by ${task.key}, run ${task.run.number}. Epic ${epicKey}${after}`]
  return [...lines, ...(text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [`   ${line}`]))].join('\n')
}
