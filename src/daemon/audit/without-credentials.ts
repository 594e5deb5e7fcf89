/** An address without the user, the password and the query in it, whatever its form; it may not even be one. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([^/]*\/\/)[^/]*@/, '$1').replace(/[?#].*$/s, '');
}
