import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { FAIL_POINTS, type FailPoint } from '../../../ports/fail-points.ts'
import { createGit } from '../../create-git.ts'
import { type CheckoutImage, checkoutImage } from '../../fixtures/checkout-image.ts'
import { type RichDelivery, richDelivery } from '../../fixtures/rich-delivery.ts'

const POINTS = FAIL_POINTS.filter((point) => point.startsWith('checkout.') && point !== 'checkout.half-restored')
const DELIVERED: readonly FailPoint[] = ['checkout.ref-moved', 'checkout.unlocked']
const program = fileURLToPath(new URL('../../fixtures/moves-checkout.ts', import.meta.url))

const image = ({ path, scratch }: RichDelivery) => checkoutImage(path, scratch.env)

/** Runs a delivery in a process that kills itself at `point`. */
async function killedAt(
  { scratch, path, branch, from, to }: RichDelivery,
  point: FailPoint,
  direction = 'forward',
): Promise<void> {
  const child = spawn(process.execPath, [program, path, branch, from, to, point, direction], {
    env: scratch.env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [, signal] = await once(child, 'exit')
  expect(signal).toBe('SIGKILL')
}

async function settle({ scratch, path }: RichDelivery): Promise<void> {
  const repository = await createGit({ env: scratch.env }).open(path)
  expect(await repository.settleInterruptedDelivery()).toEqual({ ok: true })
}

let delivered: CheckoutImage | null = null

/** Returns the image of a checkout after a delivery without a crash. */
async function deliveredImage(): Promise<CheckoutImage> {
  if (delivered !== null) return delivered
  const delivery = richDelivery()
  const { scratch, path, branch, from, to } = delivery
  const repository = await createGit({ env: scratch.env }).open(path)
  expect(await repository.fastForwardCheckout(path, branch, from, to)).toEqual({ ok: true })
  delivered = image(delivery)
  return delivered
}

/** Leaves out the ids of commits, which differ from one repository to the next. */
const withoutIds = ({ refs, ...rest }: CheckoutImage) => ({ ...rest, refs: refs.replace(/[0-9a-f]{40}/g, 'ID') })

describe('D2, R1: after kill -9 in the middle of a delivery', () => {
  test.each(POINTS)('at %s, the checkout is unchanged or delivered, and can be delivered again', async (point) => {
    const delivery = richDelivery()
    const before = image(delivery)
    await killedAt(delivery, point)
    expect(existsSync(join(delivery.path, '.git/coppice-delivery/journal.json'))).toBe(true)
    await settle(delivery)
    if (!DELIVERED.includes(point)) expect(image(delivery)).toEqual(before)
    const { path, branch, from, to, scratch } = delivery
    const repository = await createGit({ env: scratch.env }).open(path)
    const again = await repository.fastForwardCheckout(path, branch, from, to)
    expect(again.ok).toBe(!DELIVERED.includes(point))
    expect(withoutIds(image(delivery))).toEqual(withoutIds(await deliveredImage()))
    expect(scratch.git(['rev-parse', branch])).toBe(to)
  })

  test('of a linked checkout, it is unchanged', async () => {
    const delivery = richDelivery('linked')
    const before = image(delivery)
    await killedAt(delivery, 'checkout.index-placed')
    await settle(delivery)
    expect(image(delivery)).toEqual(before)
  })

  test('and again while it is taken back, the checkout is unchanged', async () => {
    const delivery = richDelivery()
    const before = image(delivery)
    await killedAt(delivery, 'checkout.swapped')
    await killedAt(delivery, 'checkout.half-restored')
    await killedAt(delivery, 'checkout.unlocked')
    await settle(delivery)
    expect(image(delivery)).toEqual(before)
  })

  test.each(['checkout.swapped', 'checkout.ref-moved'] as const)(
    'at %s of undoing a delivery, the checkout is unchanged or moved back',
    async (point) => {
      const delivery = richDelivery()
      const { scratch, path, branch, from, to } = delivery
      const before = image(delivery)
      const repository = await createGit({ env: scratch.env }).open(path)
      expect(await repository.fastForwardCheckout(path, branch, from, to)).toEqual({ ok: true })
      const delivered = image(delivery)
      await killedAt({ ...delivery, from: to, to: from }, point, 'back')
      await settle(delivery)
      if (point === 'checkout.swapped') expect(image(delivery)).toEqual(delivered)
      else expect(image(delivery).index).toBe(before.index)
      expect(scratch.git(['rev-parse', branch])).toBe(point === 'checkout.swapped' ? to : from)
    },
  )

  test('and after a user pruned the new commit, the checkout is unchanged', async () => {
    const delivery = richDelivery()
    const { scratch, to } = delivery
    const before = image(delivery)
    await killedAt(delivery, 'checkout.swapped')
    scratch.git(['prune', '--expire=now'])
    expect(await (await scratch.open()).resolve(to)).toBe(null)
    await settle(delivery)
    expect(image(delivery)).toEqual(before)
  })

  test('the next delivery takes it back first', async () => {
    const delivery = richDelivery()
    const { scratch, path, branch, from, to } = delivery
    await killedAt(delivery, 'checkout.half-swapped')
    const repository = await createGit({ env: scratch.env }).open(path)
    expect(await repository.fastForwardCheckout(path, branch, from, to)).toEqual({ ok: true })
    expect(withoutIds(image(delivery))).toEqual(withoutIds(await deliveredImage()))
  })
})
