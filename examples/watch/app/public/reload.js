// Loads the page again when the app has changed.
let shown;
setInterval(async () => {
  const version = await fetch('/cgi-bin/version')
    .then((answer) => answer.text())
    .catch(() => shown);
  shown ??= version;
  if (version !== shown) location.reload();
}, 300);
