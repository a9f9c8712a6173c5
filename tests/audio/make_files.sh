#!/bin/sh
# Makes tests/audio/files with espeak-ng and ffmpeg. The results are kept in the repository, so that
# the tests need neither; run it from anywhere to make them again, and review what changed.
set -eu
cd "$(dirname "$0")/files"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ff() { ffmpeg -nostdin -v error -y -fflags +bitexact "$@"; }
exact="-flags:a +bitexact -fflags +bitexact"

espeak-ng -v en-us -s 170 -w "$work/speech.wav" \
    "Your heel hurts in the morning. Here is why, and what to do about it before breakfast."
ff -f lavfi -i "color=c=0x336699:s=64x64:d=1" -frames:v 1 -bitexact "$work/cover.jpg"
ff -f lavfi -i "color=c=0x993333:s=32x32:d=1" -frames:v 1 -bitexact "$work/back.png"
ff -f lavfi -i "testsrc=s=96x64:r=5:d=3" -c:v libx264 -preset veryslow -crf 40 -pix_fmt yuv420p -bitexact "$work/video.mp4"

cat > "$work/chapters.txt" <<'META'
;FFMETADATA1
title=Why your heel hurts
artist=Run Far, Run Long
album=Running Injuries
track=60/99
disc=3/4
date=2026
comment=Three causes and one cure.
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1500
title=Привет
[CHAPTER]
TIMEBASE=1/1000
START=1500
END=3000
title=Почему болит ахиллово сухожилие по утрам, что с этим делать до завтрака, и отчего растяжка помогает далеко не всем бегунам, которые начали тренироваться только весной после долгого зимнего перерыва
[CHAPTER]
TIMEBASE=1/1000
START=3000
END=4500
title=Goodbye
META

speech="$work/speech.wav"
tagged="-i $work/cover.jpg -i $work/back.png -f ffmetadata -i $work/chapters.txt"
mp3="-c:a libmp3lame -ac 1 -ar 44100 $exact"

# MP3, whole
# shellcheck disable=SC2086 # the option lists are meant to be split
{
ff -i "$speech" $tagged -map 0 -map 2 -map 1 -map_metadata 3 -map_chapters 3 $mp3 -b:a 48k \
    -c:v copy -disposition:v:0 0 -metadata:s:v:0 comment="Cover (back)" -metadata:s:v:1 comment="Cover (front)" \
    -id3v2_version 3 -write_id3v1 1 cbr-with-everything.mp3
ff -i "$speech" $mp3 -b:a 48k -write_xing 0 -id3v2_version 0 cbr-without-header.mp3
ff -i "$speech" $mp3 -q:a 8 -id3v2_version 4 -metadata title="Why your heel hurts" vbr-with-xing.mp3
ff -i "$speech" $mp3 -q:a 8 -write_xing 0 -id3v2_version 0 vbr-without-header.mp3
ff -i "$speech" -c:a libmp3lame -ac 2 -ar 24000 -b:a 32k $exact mpeg2-stereo.mp3
ff -i "$speech" -c:a libmp3lame -ac 1 -ar 11025 -b:a 16k $exact mpeg25.mp3
ff -i "$speech" -c:a mp2 -ac 1 -ar 44100 -b:a 56k $exact -f mp2 layer2.mp3

# MP4, whole
aac="-c:a aac -ac 1 -ar 44100 -b:a 40k $exact"
ff -i "$speech" $tagged -map 0 -map 1 -map_metadata 3 -map_chapters 3 $aac -c:v copy \
    -disposition:v:0 attached_pic -movflags +faststart chapters.m4a
ff -i "$speech" $aac -t 2 index-last.m4a
ff -i "$work/video.mp4" -i "$speech" -map 0:v -map 1:a -c:v copy $aac -t 3 -movflags +faststart video.mp4
ff -i video.mp4 -c copy $exact -f ipod -brand M4V -t 3 video.m4v 2>/dev/null || ff -i video.mp4 -c copy $exact -brand M4V video.m4v
ff -i video.mp4 -c copy $exact video.mov
ff -i "$speech" $aac -t 2 sound-only.mov

# with a defect
ff -i "$speech" $aac -t 2 -movflags +frag_keyframe+empty_moov in-fragments.m4a
ff -i "$work/video.mp4" -c copy $exact without-sound.mp4
ff -i "$speech" $mp3 -b:a 48k -t 1 -f mp3 mp3-called.m4a
ff -i "$speech" $aac -t 1 -f ipod m4a-called.mp3
ff -i "$speech" $aac -t 1 -f mp4 sound-called.mp4
ff -i video.mp4 -c copy $exact -f mp4 video-called.m4a

# of types that directories do not take
ff -i "$speech" -t 1 -c:a libopus -b:a 16k $exact tape.opus
ff -i "$speech" -t 1 -c:a libvorbis -q:a 0 $exact tape.ogg
ff -i "$speech" -t 0.3 -c:a flac -ar 8000 $exact tape.flac
ff -i "$speech" -t 0.3 -ar 8000 $exact tape.wav
ff -i "$speech" -t 0.3 -ar 8000 $exact tape.aiff
ff -i "$speech" -t 1 -c:a aac -b:a 24k $exact tape.aac
ff -i "$speech" -t 1 -c:a wmav2 -b:a 24k $exact tape.wma
ff -i "$speech" -t 1 -c:a libopus -b:a 16k $exact tape.webm
ff -i "$speech" -t 1 -c:a libopus -b:a 16k $exact tape.mka
}

head -c 9000 vbr-with-xing.mp3 > cut-short.mp3
head -c 9000 cbr-without-header.mp3 > cut-short-without-header.mp3
head -c 9000 chapters.m4a > cut-short.m4a
head -c "$(($(grep -abo moov index-last.m4a | head -n 1 | cut -d: -f1) - 4))" index-last.m4a > index-missing.m4a
cp tape.wav wav-called.mp3
: > empty.mp3
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 12345678\n' 0 > lfs-pointer.mp3
printf '<!DOCTYPE html>\n<html><title>404 Not Found</title></html>\n' > web-page.mp3
printf 'These are the notes, not the tape.\n' > text.mp3
printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n' > paper.pdf
head -c 60 paper.pdf > cut-short.pdf
