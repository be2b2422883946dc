/** Options for keyboard shortcuts that must do nothing while a dialog or a menu is open. */
export const whileNoDialog = {
  ignoreEventWhen: () => document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null,
}
