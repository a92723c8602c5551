#!/bin/sh
# curl's own clock, from its start to the answer; printed as the harness reads it.
bytes=$(wc -c <"$UPLOAD_FILE")
seconds=$(curl --silent --fail --output /dev/null --write-out '%{time_total}' \
  -F "file=@$UPLOAD_FILE" -F name=m -F version=1 -F model_format=onnx \
  "$SINK_URL/v1/namespaces/ns/models") || exit 1
awk "BEGIN { printf \"{\\\"mbPerS\\\": %f}\\n\", $bytes / 1000000 / $seconds }"
