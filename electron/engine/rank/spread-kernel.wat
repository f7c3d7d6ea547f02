;; Mean and variance of the cosines of vectors with a set of others, from the set's moments: eight vectors at a time, a lane of a 128-bit
;; register for each.
;;
;; spread-kernel.test.ts compiles this text and compares the result with spread-kernel-bytes.ts, and says how to renew that.
(module
  (memory (export "memory") 1)
  ;; For each dimension i, at $moments, one after another: the mean of the set, and row i of the upper triangle of its covariances, from
  ;; the diagonal on, those off it doubled. Value d of vector v at $vectors + 32 d + 4 v, up to $end; float32, as the eight means and the
  ;; eight variances that come out at $out. At least one dimension.
  (func (export "spreads") (param $moments i32) (param $vectors i32) (param $end i32) (param $out i32)
    (local $i i32) (local $j i32)
    (local $moment v128) (local $left v128) (local $right v128) (local $leftInner v128) (local $rightInner v128)
    (local $leftMean v128) (local $rightMean v128) (local $leftVariance v128) (local $rightVariance v128)
    (local.set $i (local.get $vectors))
    (loop $nextRow
      (local.set $moment (v128.load32_splat (local.get $moments)))
      (local.set $moments (i32.add (local.get $moments) (i32.const 4)))
      (local.set $left (v128.load (local.get $i)))
      (local.set $right (v128.load offset=16 (local.get $i)))
      (local.set $leftMean (f32x4.add (local.get $leftMean) (f32x4.mul (local.get $moment) (local.get $left))))
      (local.set $rightMean (f32x4.add (local.get $rightMean) (f32x4.mul (local.get $moment) (local.get $right))))
      (local.set $leftInner (v128.const f32x4 0 0 0 0))
      (local.set $rightInner (v128.const f32x4 0 0 0 0))
      (local.set $j (local.get $i))
      (loop $nextMoment
        (local.set $moment (v128.load32_splat (local.get $moments)))
        (local.set $moments (i32.add (local.get $moments) (i32.const 4)))
        (local.set $leftInner (f32x4.add (local.get $leftInner) (f32x4.mul (local.get $moment) (v128.load (local.get $j)))))
        (local.set $rightInner (f32x4.add (local.get $rightInner) (f32x4.mul (local.get $moment) (v128.load offset=16 (local.get $j)))))
        (local.set $j (i32.add (local.get $j) (i32.const 32)))
        (br_if $nextMoment (i32.lt_u (local.get $j) (local.get $end))))
      (local.set $leftVariance (f32x4.add (local.get $leftVariance) (f32x4.mul (local.get $leftInner) (local.get $left))))
      (local.set $rightVariance (f32x4.add (local.get $rightVariance) (f32x4.mul (local.get $rightInner) (local.get $right))))
      (local.set $i (i32.add (local.get $i) (i32.const 32)))
      (br_if $nextRow (i32.lt_u (local.get $i) (local.get $end))))
    (v128.store (local.get $out) (local.get $leftMean))
    (v128.store offset=16 (local.get $out) (local.get $rightMean))
    (v128.store offset=32 (local.get $out) (local.get $leftVariance))
    (v128.store offset=48 (local.get $out) (local.get $rightVariance)))
)
