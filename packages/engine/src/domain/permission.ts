/** An option of a question. Code must choose an option by its `kind`, not by its position: some agents list `allow-always` first. */
export interface PermissionOption {
  id: string
  kind: 'allow-once' | 'allow-always' | 'reject-once' | 'reject-always'
  label: string
}

/** A question of an agent, from its fact PermissionAsked. */
export interface PendingQuestion {
  askId: string
  text: string
  options: readonly PermissionOption[]
}
