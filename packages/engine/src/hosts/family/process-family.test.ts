import { expect, it } from 'vitest'
import { createFamily, type FamilyTraits } from './process-family.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

const LEADER = { pid: 100, startTime: '50', bootId: 'boot' }
const TRAITS: FamilyTraits = { marker: 'M=1', leader: LEADER, watched: false }

const row = (pid: number, parent: number, group: number, startTime = '60'): ProcessRow => ({
  pid,
  parent,
  group,
  startTime,
  isZombie: false,
})

const table = (rows: ProcessRow[], marked: number[] = []): ProcessTable => ({
  bootId: 'boot',
  rows: () => rows,
  isComplete: () => false,
  row: (pid) => rows.find((one) => one.pid === pid) ?? null,
  hasMarker: (pid) => marked.includes(pid),
  compareStart: (one, other) => Number(one) - Number(other),
})

it('C1: a family has the marked processes, the group of the leader, and all their descendants', () => {
  const rows = [
    row(100, 1, 100, '50'),
    row(101, 100, 100),
    row(102, 1, 102),
    row(103, 102, 103),
    row(104, 103, 104),
    row(200, 1, 200),
  ]
  const members = createFamily(table(rows, [102]), TRAITS)
    .members()
    .map((one) => one.pid)
  expect(members).toEqual([100, 101, 102, 103, 104])
})

it('R1: a family does not have the group of another process that got the pid of the leader', () => {
  const rows = [row(100, 1, 100, '70'), row(101, 100, 100)]
  expect(
    createFamily(table(rows), TRAITS)
      .members()
      .map((one) => one.pid),
  ).toEqual([])
  expect(
    createFamily(table(rows), { ...TRAITS, watched: true })
      .members()
      .map((one) => one.pid),
  ).toEqual([])
})

it('R1: a group whose leader has ended belongs to the family only if a member is marked or it was always watched', () => {
  const rows = [row(101, 1, 100), row(102, 1, 100)]
  expect(
    createFamily(table(rows), TRAITS)
      .members()
      .map((one) => one.pid),
  ).toEqual([])
  expect(
    createFamily(table(rows, [101]), TRAITS)
      .members()
      .map((one) => one.pid),
  ).toEqual([101, 102])
  expect(
    createFamily(table(rows), { ...TRAITS, watched: true })
      .members()
      .map((one) => one.pid),
  ).toEqual([101, 102])
})

it('R1: a family is empty after the machine has restarted', () => {
  const traits = { ...TRAITS, leader: { ...LEADER, bootId: 'earlier' } }
  expect(
    createFamily(table([row(100, 1, 100, '50')], [100]), traits)
      .members()
      .map((one) => one.pid),
  ).toEqual([])
})

it('survivors are the members with the same pid and start time that are alive', () => {
  const rows = [row(100, 1, 100, '50'), row(101, 100, 100), row(102, 100, 100)]
  const members = createFamily(table(rows), TRAITS).members()
  const later = [row(100, 1, 100, '50'), row(101, 1, 101, '99'), { ...row(102, 100, 100), isZombie: true }]
  expect(
    createFamily(table(later), TRAITS)
      .survivors(members)
      .map((one) => one.pid),
  ).toEqual([100])
})

it('C1: strays are the members that do not descend from the wrapper', () => {
  const rows = [row(100, 1, 100, '50'), row(101, 100, 100), row(102, 101, 100), row(103, 1, 100), row(104, 103, 104)]
  const family = createFamily(table(rows), TRAITS)
  expect(family.strays(family.members()).map((one) => one.pid)).toEqual([103, 104])
})

it('a family never has this process', () => {
  expect(
    createFamily(table([row(process.pid, 100, 100)], [process.pid]), TRAITS)
      .members()
      .map((one) => one.pid),
  ).toEqual([])
})
