/** What was said goes, and the button that was pressed with it: the keyboard goes on at the head of the panel, not from the top of the window. */
export function keepFocus(pressed: HTMLElement): void {
  pressed.closest('aside')?.querySelector<HTMLElement>('.similar__heading')?.focus();
}
