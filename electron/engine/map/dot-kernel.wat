;; All dot products of two blocks of vectors, four rows by eight columns at a time in 128-bit registers.
;; Vectors lie side by side: a block holds the first value of each of its vectors, then the second of each, and so on, so that
;; four neighbouring values are one load and no sum needs to be added up across a register. Each sum is added up in the
;; order of the values, as a plain loop in single precision would do it.
;;
;; dot-kernel.test.ts compiles this text and compares the result with dot-kernel-bytes.ts, and says how to renew that.
(module
  (memory (export "memory") 1)
  ;; out[i * columns + j] = sum over d < dims of a[d * rows + i] * b[d * columns + j], all float32.
  ;; a, b and out are byte addresses; rows is a multiple of 4 and columns of 8, both and dims above 0.
  (func (export "dots") (param $a i32) (param $b i32) (param $out i32) (param $rows i32) (param $columns i32) (param $dims i32)
    (local $i i32) (local $j i32) (local $d i32) (local $pa i32) (local $pb i32)
    (local $stepA i32) (local $stepB i32) (local $endB i32) (local $o i32)
    (local $x v128) (local $l v128) (local $h v128)
    (local $l0 v128) (local $h0 v128) (local $l1 v128) (local $h1 v128)
    (local $l2 v128) (local $h2 v128) (local $l3 v128) (local $h3 v128)
    (local.set $stepA (i32.shl (local.get $rows) (i32.const 2)))
    (local.set $stepB (i32.shl (local.get $columns) (i32.const 2)))
    (local.set $j (i32.const 0))
    (loop $nextColumns
      (local.set $i (i32.const 0))
      (loop $nextRows
        (local.set $pa (i32.add (local.get $a) (i32.shl (local.get $i) (i32.const 2))))
        (local.set $pb (i32.add (local.get $b) (i32.shl (local.get $j) (i32.const 2))))
        (local.set $endB (i32.add (local.get $pb) (i32.mul (local.get $stepB) (local.get $dims))))
        (local.set $l0 (v128.const f32x4 0 0 0 0)) (local.set $h0 (v128.const f32x4 0 0 0 0))
        (local.set $l1 (v128.const f32x4 0 0 0 0)) (local.set $h1 (v128.const f32x4 0 0 0 0))
        (local.set $l2 (v128.const f32x4 0 0 0 0)) (local.set $h2 (v128.const f32x4 0 0 0 0))
        (local.set $l3 (v128.const f32x4 0 0 0 0)) (local.set $h3 (v128.const f32x4 0 0 0 0))
        (loop $nextDim
          (local.set $l (v128.load (local.get $pb)))
          (local.set $h (v128.load offset=16 (local.get $pb)))
          (local.set $x (v128.load32_splat (local.get $pa)))
          (local.set $l0 (f32x4.add (local.get $l0) (f32x4.mul (local.get $x) (local.get $l))))
          (local.set $h0 (f32x4.add (local.get $h0) (f32x4.mul (local.get $x) (local.get $h))))
          (local.set $x (v128.load32_splat offset=4 (local.get $pa)))
          (local.set $l1 (f32x4.add (local.get $l1) (f32x4.mul (local.get $x) (local.get $l))))
          (local.set $h1 (f32x4.add (local.get $h1) (f32x4.mul (local.get $x) (local.get $h))))
          (local.set $x (v128.load32_splat offset=8 (local.get $pa)))
          (local.set $l2 (f32x4.add (local.get $l2) (f32x4.mul (local.get $x) (local.get $l))))
          (local.set $h2 (f32x4.add (local.get $h2) (f32x4.mul (local.get $x) (local.get $h))))
          (local.set $x (v128.load32_splat offset=12 (local.get $pa)))
          (local.set $l3 (f32x4.add (local.get $l3) (f32x4.mul (local.get $x) (local.get $l))))
          (local.set $h3 (f32x4.add (local.get $h3) (f32x4.mul (local.get $x) (local.get $h))))
          (local.set $pa (i32.add (local.get $pa) (local.get $stepA)))
          (local.set $pb (i32.add (local.get $pb) (local.get $stepB)))
          (br_if $nextDim (i32.lt_u (local.get $pb) (local.get $endB))))
        (local.set $o (i32.add (local.get $out)
          (i32.shl (i32.add (i32.mul (local.get $i) (local.get $columns)) (local.get $j)) (i32.const 2))))
        (v128.store (local.get $o) (local.get $l0))
        (v128.store offset=16 (local.get $o) (local.get $h0))
        (local.set $o (i32.add (local.get $o) (local.get $stepB)))
        (v128.store (local.get $o) (local.get $l1))
        (v128.store offset=16 (local.get $o) (local.get $h1))
        (local.set $o (i32.add (local.get $o) (local.get $stepB)))
        (v128.store (local.get $o) (local.get $l2))
        (v128.store offset=16 (local.get $o) (local.get $h2))
        (local.set $o (i32.add (local.get $o) (local.get $stepB)))
        (v128.store (local.get $o) (local.get $l3))
        (v128.store offset=16 (local.get $o) (local.get $h3))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br_if $nextRows (i32.lt_u (local.get $i) (local.get $rows))))
      (local.set $j (i32.add (local.get $j) (i32.const 8)))
      (br_if $nextColumns (i32.lt_u (local.get $j) (local.get $columns))))))
