/** Something that happens to a stack without a request, for those who listen to events. */
export type Notice = { readonly stack: string; readonly code: string; readonly message: string };
