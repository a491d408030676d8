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

# Writes, restores, builds and runs a program of a stranger who pins the dependencies at exactly these versions.
# Usage: consume PROGRAM SDK FRAMEWORK VERSION ID…    the packages of this repository come after the versions
consume() {
  local program=$1 sdk=$2 framework=$3 extensions=$4
  shift 4
  local project=$work/$program-$framework-$extensions id
  mkdir "$project"
  cp "$root/tests/package/$program/Program.cs" "$project/Program.cs"
  # Beside the sources that the machine has; NuGet merges the two.
  cat >"$project/NuGet.config" <<XML
<configuration>
  <packageSources>
    <add key="checked-packages" value="$feed" />
  </packageSources>
</configuration>
XML
  # NU1510: ASP.NET Core has these packages itself. The pins are the point here.
  {
    cat <<XML
<Project Sdk="$sdk">
  <PropertyGroup>
    <TargetFramework>$framework</TargetFramework>
    <OutputType>Exe</OutputType>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <RollForward>Major</RollForward>
    <CheckEolTargetFramework>false</CheckEolTargetFramework>
    <NuGetAudit>false</NuGetAudit>
    <NoWarn>\$(NoWarn);NU1510</NoWarn>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
XML
    for id in "${extensions_used[@]}"; do
      echo "    <PackageReference Include=\"$id\" Version=\"[$extensions]\" />"
    done
    echo "    <PackageReference Include=\"Polly.Core\" Version=\"[$lowest_polly]\" />"
    for id in "$@"; do
      echo "    <PackageReference Include=\"$id\" Version=\"$version\" />"
    done
    echo '  </ItemGroup>'
    echo '</Project>'
  } >"$project/Consumer.csproj"

  echo "A program for $framework with Microsoft.Extensions $extensions ($program)"
  dotnet build "$project" --nologo -v quiet -p:RestorePackagesPath="$work/restored" -warnaserror
  dotnet "$project/bin/Debug/$framework/Consumer.dll" | tee "$work/output"
}

expect() {
  grep -qE "^$1$" "$work/output" || fail "the program did not say: $1"
}

consume_console() {
  local framework=$1 extensions=$2 id
  consume Console Microsoft.NET.Sdk "$framework" "$extensions" Pyxpro.Sdk Pyxpro.Sdk.Testing
  expect 'ping: Healthy'
  expect 'code_url: .+'
  expect 'refund_fee: 400'
  expect 'circuit breaker: NotSent, retry after 10 min'
  # What is tested is what is pinned, and not something newer from elsewhere.
  for id in "${extensions_used[@]}"; do
    [[ $id == Microsoft.Extensions.Hosting ]] || expect "loaded: $id $extensions"
  done
  expect "loaded: Polly.Core $lowest_polly"
}

consume_web() {
  consume Web Microsoft.NET.Sdk.Web "$1" "$2" Pyxpro.Sdk.AspNetCore Pyxpro.Sdk.Testing
  expect 'health: Healthy'
  expect 'code_url: .+'
  expect 'paid: package1 1000'
  expect 'notification: Acknowledged'
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

# The lowest versions that the packages work with, and one between the lowest and the newest.
echo "Using the packages"
extensions_used=(
  Microsoft.Extensions.Hosting
  Microsoft.Extensions.Http
  Microsoft.Extensions.Logging.Abstractions
  Microsoft.Extensions.Options
  Microsoft.Extensions.Options.ConfigurationExtensions
)
lowest_polly=8.5.2
consume_console net8.0 8.0.0
consume_console net10.0 10.0.0
consume_console net10.0 10.0.12
consume_web net8.0 8.0.0
consume_web net10.0 10.0.0
echo "The packages are fit for use."
