import { SandboxRuntimeConfigSchema } from '@anthropic-ai/sandbox-runtime'
import type { SandboxSpec } from '@coppice/engine/domain/sandbox'
import { expect, it } from 'vitest'
import { runtimeConfig } from './runtime-config.ts'

it('A2: the addresses at which clouds give credentials are refused, also if the plan or an address of an API names them', () => {
  const refused = [
    ...['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal'],
    ...['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', '100.100.100.200', '168.63.129.16'],
  ]
  const spec = { hidden: [], readable: [], writable: [], hosts: ['169.254.170.2:80'] } as unknown as SandboxSpec
  const config = runtimeConfig(spec)
  expect(config.network.deniedDomains).toEqual(refused)
  expect(SandboxRuntimeConfigSchema.safeParse(config)).toMatchObject({ success: true })
})
