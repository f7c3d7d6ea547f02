;; The dot product of each row of a matrix of 16-bit whole numbers with one vector of them, four rows at a time in 128-bit registers.
;;
;; row-dots.test.ts compiles this text and compares the result with row-dots-bytes.ts, and says how to renew that.
(module
  (memory (export "memory") 1)
  ;; out[i] = sum over d < dims of matrix[i * dims + d] * query[d] for each of rows, as float32: sums of two products are exact, and
  ;; added up as float32. matrix and query are byte addresses of 16-bit values, none of them -32768; out one of float32. dims is a
  ;; multiple of 8 and rows one of 4, above 0. All rows are added up in the same order.
  (func (export "dots") (param $matrix i32) (param $query i32) (param $out i32) (param $rows i32) (param $dims i32)
    (local $step i32) (local $q i32) (local $endQ i32) (local $endOut i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $x v128) (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local $low v128) (local $high v128)
    (local.set $step (i32.shl (local.get $dims) (i32.const 1)))
    (local.set $endQ (i32.add (local.get $query) (local.get $step)))
    (local.set $endOut (i32.add (local.get $out) (i32.shl (local.get $rows) (i32.const 2))))
    (local.set $p0 (local.get $matrix))
    (loop $nextRows
      (local.set $p1 (i32.add (local.get $p0) (local.get $step)))
      (local.set $p2 (i32.add (local.get $p1) (local.get $step)))
      (local.set $p3 (i32.add (local.get $p2) (local.get $step)))
      (local.set $s0 (v128.const f32x4 0 0 0 0))
      (local.set $s1 (v128.const f32x4 0 0 0 0))
      (local.set $s2 (v128.const f32x4 0 0 0 0))
      (local.set $s3 (v128.const f32x4 0 0 0 0))
      (local.set $q (local.get $query))
      (loop $nextDims
        (local.set $x (v128.load (local.get $q)))
        (local.set $s0 (f32x4.add (local.get $s0) (f32x4.convert_i32x4_s (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $p0))))))
        (local.set $s1 (f32x4.add (local.get $s1) (f32x4.convert_i32x4_s (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $p1))))))
        (local.set $s2 (f32x4.add (local.get $s2) (f32x4.convert_i32x4_s (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $p2))))))
        (local.set $s3 (f32x4.add (local.get $s3) (f32x4.convert_i32x4_s (i32x4.dot_i16x8_s (local.get $x) (v128.load (local.get $p3))))))
        (local.set $p0 (i32.add (local.get $p0) (i32.const 16)))
        (local.set $p1 (i32.add (local.get $p1) (i32.const 16)))
        (local.set $p2 (i32.add (local.get $p2) (i32.const 16)))
        (local.set $p3 (i32.add (local.get $p3) (i32.const 16)))
        (local.set $q (i32.add (local.get $q) (i32.const 16)))
        (br_if $nextDims (i32.lt_u (local.get $q) (local.get $endQ))))
      ;; Four registers of four sums become one of four totals: transposed in pairs, added, and once more.
      (local.set $low (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $s0) (local.get $s1))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $s0) (local.get $s1))))
      (local.set $high (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $s2) (local.get $s3))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $s2) (local.get $s3))))
      (v128.store (local.get $out) (f32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $low) (local.get $high))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $low) (local.get $high))))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      ;; The last of the four pointers stands where the next four rows begin.
      (local.set $p0 (local.get $p3))
      (br_if $nextRows (i32.lt_u (local.get $out) (local.get $endOut))))))
