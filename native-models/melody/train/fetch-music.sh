# For train.sh of melody and of blend, which read it in: makes the environment, and fetches soundfonts and music into the folder they are in.
# Expects $here, the folder of the script that reads it, and $programs, what that script calls.

# Said at once, not after minutes of fetching and rendering.
for program in $programs; do
  command -v "$program" > /dev/null || { echo "$program is needed and not installed" >&2; exit 1; }
done

[ -d venv ] || python3.11 -m venv venv
venv/bin/pip install --quiet -r "$here/requirements.txt"
corpus=$(venv/bin/python -c 'import music21, pathlib; print(pathlib.Path(music21.__file__).parent / "corpus")')

fetch() { # package, folder to unpack it to
  [ -d "$2" ] && return
  (mkdir -p debs && cd debs && apt-get download "$1")
  rm -rf "$2.part"
  mkdir -p "$2.part"
  dpkg -x debs/"$1"_*.deb "$2.part"
  # Whole or not at all.
  mv "$2.part" "$2"
  rm debs/"$1"_*.deb
}

fetch_fonts() { # packages; all are unpacked over each other into fonts
  for package in "$@"; do
    fetch "$package" "fonts-$package"
    mkdir -p fonts
    cp -r "fonts-$package"/* fonts/
  done
}

# The music that models may be fitted on: $music. Not among it, for they judge the product: 0ad-data, supertuxkart-data, naev-data,
# endless-sky-data, flare-game, megaglest-data, neverball-data, lincity-ng-data.
fetch_music() { # packages
  music=""
  for package in "$@"; do
    fetch "$package" "music/$package"
    music="$music music/$package"
  done
}
