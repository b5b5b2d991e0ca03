#!/bin/sh
# Puts the image's copy of the package where n8n looks for it, then starts n8n. n8n finds the package only in its data folder,
# which is a volume and so not part of the image; the copy makes the image's version the one that runs.
set -eu

package=n8n-nodes-synerise-integrations
source=${PACKAGES_FOLDER:-/opt/n8n-nodes}/node_modules/$package
target=${N8N_USER_FOLDER:-$HOME}/.n8n/nodes/node_modules

mkdir -p "$target"
rm -rf "${target:?}/$package"
cp -R "$source" "$target/$package"

exec "${N8N_ENTRYPOINT:-/docker-entrypoint.sh}" "$@"
