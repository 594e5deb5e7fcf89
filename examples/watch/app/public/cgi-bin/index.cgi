#!/bin/sh
# The page: its pieces in the order of their names.
printf 'Content-Type: text/html; charset=utf-8\r\n\r\n'
for piece in /app/pages/*.html; do
  sed "s/TITLE/$TITLE/g; s/MOTTO/$MOTTO/g" "$piece"
done
