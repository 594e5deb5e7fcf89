/** What whoever deploys should know of a revision that is deployed all the same. */
export type Notice = { readonly code: 'tag-moved' | 'lfs-pointer'; readonly message: string };
