#!/usr/bin/env bash
# Packs the libraries, looks into the packages, and uses them as a stranger's project would.
# Usage: tests/package/consume.sh [FOLDER]    the packages stay in FOLDER; without one they are thrown away
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

feed=${1:-$work/packages}
mkdir -p "$feed"
feed=$(cd "$feed" && pwd)
# A version of its own, so that no package of an earlier run can be taken for this one.
version=0.0.0-check.$(date -u +%Y%m%d%H%M%S).$$

fail() {
  echo "FAULT: $1" >&2
  exit 1
}

pack() {
  dotnet pack "$root/src/$1" -c Release -o "$feed" -p:Version="$version" --nologo -v quiet
}

demand() {
  local names
  names=$(unzip -Z1 "$1")
  grep -qxF "$2" <<<"$names" || fail "$(basename "$1") lacks $2"
}

inspect() {
  local id=$1
  local package=$feed/$id.$version.nupkg symbols=$feed/$id.$version.snupkg names nuspec framework

  [[ -f $package ]] || fail "$id was not packed"
  [[ -f $symbols ]] || fail "$id has no symbol package"
  demand "$package" README.md
  for framework in net10.0 net8.0; do
    demand "$package" "lib/$framework/$id.dll"
    demand "$package" "lib/$framework/$id.xml"
    demand "$symbols" "lib/$framework/$id.pdb"
  done

  # What runs in a consumer's build has no place in a payment library.
  names=$(unzip -Z1 "$package")
  if grep -iE '^(build|buildTransitive|buildMultitargeting|analyzers|tools|contentFiles)/' <<<"$names"; then
    fail "$id brings something into its consumers' builds"
  fi

  nuspec=$(unzip -p "$package" "$id.nuspec")
  grep -qF '<license type="expression">MIT</license>' <<<"$nuspec" || fail "$id has no licence expression"
  grep -qF '<readme>README.md</readme>' <<<"$nuspec" || fail "$id does not show its README"
}

dependencies() {
  unzip -p "$feed/$1.$version.nupkg" "$1.nuspec" | grep -oE '<dependency id="[^"]+"' | cut -d'"' -f2 | sort -u
}

consume() {
  local project=$work/Consumer

  dotnet new console -f net10.0 -n Consumer -o "$project" --no-restore >/dev/null
  cp "$root/tests/package/Program.cs" "$project/Program.cs"
  # Beside the sources that the machine has; NuGet merges the two.
  cat >"$project/NuGet.config" <<XML
<configuration>
  <packageSources>
    <add key="checked-packages" value="$feed" />
  </packageSources>
</configuration>
XML
  dotnet add "$project" package Pyxpro.Sdk --version "$version" --no-restore >/dev/null
  dotnet add "$project" package Pyxpro.Sdk.Testing --version "$version" --no-restore >/dev/null
  dotnet build "$project" --nologo -v quiet -p:RestorePackagesPath="$work/restored" -p:NuGetAudit=false -warnaserror
  dotnet "$project/bin/Debug/net10.0/Consumer.dll"
}

echo "Packing $version"
pack Pyxpro.Sdk
pack Pyxpro.Sdk.Testing
pack Pyxpro.Sdk.AspNetCore

echo "Looking into the packages"
inspect Pyxpro.Sdk
inspect Pyxpro.Sdk.Testing
inspect Pyxpro.Sdk.AspNetCore
others=$(dependencies Pyxpro.Sdk | grep -v '^Microsoft\.Extensions\.' | grep -vx 'Polly\.Core' || true)
[[ -z $others ]] || fail "Pyxpro.Sdk depends on $others"
for id in Pyxpro.Sdk.Testing Pyxpro.Sdk.AspNetCore; do
  [[ $(dependencies $id) == Pyxpro.Sdk ]] || fail "$id depends on more than the core"
done

echo "Using the packages"
consume | tee "$work/output"
grep -qE '^code_url: .+' "$work/output" || fail "the program created no order"
echo "The packages are fit for use."
