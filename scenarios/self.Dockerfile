# Beside scenarios/self.yaml: counts the lines of each Swift file of a revision.
FROM plimsoll/base:bookworm
WORKDIR /src
COPY . .
CMD mkdir -p /out && find . -type f -name '*.swift' \
      -exec awk '{ lines[FILENAME]++ } END { for (file in lines) print lines[file], file }' {} + \
    | sort -k 2 > /out/lines.txt
