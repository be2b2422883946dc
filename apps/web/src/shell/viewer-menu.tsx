'use client'

import { Menu } from '@base-ui/react/menu'
import Link from 'next/link'
import { useTheme } from 'next-themes'
import { signOut } from '../client/sign-out.ts'
import { Check } from '../ui/icons.tsx'
import { AGENTS_ADDRESS, TOKENS_ADDRESS } from './addresses.ts'
import { mayAct, useViewer } from './use-viewer.ts'

const THEMES = [
  ['system', 'Theme of the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

const ITEM =
  'flex h-8 cursor-pointer items-center gap-2 rounded-[3px] px-2.5 outline-none data-highlighted:bg-(--sel) max-[719px]:h-11'

/** The menu of the person who is signed in: the role, the theme, the agents, the access tokens, and sign-out. */
export function ViewerMenu() {
  const viewer = useViewer()
  const { theme, setTheme } = useTheme()
  if (viewer === null) return <span className="w-10" />
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="flex items-center whitespace-nowrap hover:text-(--text) max-[719px]:h-11">
        <span className="max-w-44 truncate max-[719px]:max-w-24">{viewer.name}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={8} className="z-50">
          <Menu.Popup className="min-w-52 rounded-md border border-(--line) bg-(--bg) p-1 shadow-(--shadow) outline-none">
            <p className="px-2.5 py-1.5 text-(--text-2) text-[12px]">Signed in with the role {viewer.role}</p>
            <Menu.Separator className="my-1 h-px bg-(--hair)" />
            <Menu.RadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
              {THEMES.map(([value, label]) => (
                <Menu.RadioItem key={value} value={value} className={ITEM}>
                  <span className="w-3">
                    <Menu.RadioItemIndicator>
                      <Check />
                    </Menu.RadioItemIndicator>
                  </span>
                  {label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className="my-1 h-px bg-(--hair)" />
            <Menu.Item className={`${ITEM} pl-[30px]`} render={<Link href={AGENTS_ADDRESS} />}>
              Agents
            </Menu.Item>
            {mayAct(viewer, 'ADMIN') && (
              <Menu.Item className={`${ITEM} pl-[30px]`} render={<Link href={TOKENS_ADDRESS} />}>
                Access tokens
              </Menu.Item>
            )}
            <Menu.Item className={`${ITEM} pl-[30px]`} onClick={() => void signOut()}>
              Sign out
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
