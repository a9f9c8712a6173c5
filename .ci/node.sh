#!/usr/bin/env bash
# Installs Node.js where it is missing, and the packages that a package.json names, at its exact versions.
# usage: node.sh PACKAGE_JSON FOLDER
set -euo pipefail
names=$1
folder=$2

{ command -v node && command -v npm; } >/dev/null || bash "$(dirname "$0")/packages.sh" nodejs npm
mkdir -p "$folder"
cp "$names" "$folder/package.json"
npm install --prefix "$folder" --ignore-scripts --no-package-lock --no-audit --no-fund --loglevel=error >/dev/null
