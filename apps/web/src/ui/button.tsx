import type { ComponentProps } from 'react'

export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'danger'

const KINDS: Record<ButtonKind, string> = {
  plain: 'border-(--line) bg-(--bg) px-2.5 hover:enabled:bg-(--sel)',
  primary: 'border-(--ink) bg-(--ink) px-2.5 text-(--on-ink) hover:enabled:opacity-90',
  quiet: 'border-transparent px-1.5 text-(--text-2) hover:enabled:text-(--text)',
  danger: 'border-(--line) bg-(--bg) px-2.5 text-(--failed) hover:enabled:bg-(--failed-w)',
}

/** @returns the CSS classes of a button. They can also be used for a link. */
export const buttonClass = (kind: ButtonKind = 'plain', className = ''): string =>
  `inline-flex h-7 flex-none items-center justify-center gap-1.5 whitespace-nowrap rounded-(--r) border font-medium max-[719px]:h-11 disabled:cursor-not-allowed disabled:border-(--hair) disabled:bg-(--bg-2) disabled:text-(--text-3) ${KINDS[kind]} ${className}`

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: ButtonKind
}

/** A button. The default `type` is `button`, so that it does not send a form. */
export function Button({ kind = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={buttonClass(kind, className)} />
}
