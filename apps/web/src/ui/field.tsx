import { type ComponentProps, type ReactNode, useId } from 'react'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  hint?: ReactNode
  /** The message about invalid input. */
  error?: string | null
  mono?: boolean
}

/** A text field with its label, a hint and its error. */
export function Field({ label, hint, error, mono = false, className = '', id: given, ...input }: FieldProps) {
  const made = useId()
  const id = given ?? made
  const notes = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(' ')
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-[5px] block text-(--text-2) text-[12px]">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={notes || undefined}
        className={`h-8 w-full rounded-(--r) border bg-(--bg) px-2.5 placeholder:text-(--text-3) focus-visible:outline-offset-[-1px] disabled:bg-(--bg-2) disabled:text-(--text-3) max-[719px]:h-11 max-[719px]:text-[16px] ${mono ? 'font-mono' : ''} ${error ? 'border-(--failed)' : 'border-(--line)'}`}
      />
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-(--failed) text-[12px]">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-(--text-2) text-[12px]">
          {hint}
        </p>
      )}
    </div>
  )
}
