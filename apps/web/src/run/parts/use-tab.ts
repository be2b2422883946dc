'use client'

import { useEffect } from 'react'
import { faviconOf } from '../../marks/favicon.ts'
import { tabTitle } from '../view/headline.ts'
import { groupsOf, type RunView } from '../view/run-view.ts'

function iconLink(): HTMLLinkElement {
  const known = document.querySelector<HTMLLinkElement>('link[data-run-icon]')
  if (known) return known
  const link = document.createElement('link')
  link.rel = 'icon'
  link.dataset.runIcon = ''
  document.head.append(link)
  return link
}

/** Sets the title and the icon of the browser tab to the state of the run. */
export function useTab(view: RunView | null, title: string | null = view && tabTitle(view)): void {
  const icon = view && faviconOf(groupsOf(view))
  useEffect(() => {
    if (title !== null) document.title = title
  }, [title])
  useEffect(() => {
    if (icon !== null) iconLink().href = icon
  }, [icon])
  useEffect(() => () => document.querySelector('link[data-run-icon]')?.remove(), [])
}
