[playlist]
X-GNOME-Title=Evening & more
NumberOfEntries=4
File1=file:///home/ella/Music/100%25%20%231%3B%20a&b.mp3
Title1=Title 0 & more
File2=file:///home/ella/Music/Bj/%EC%83%88%EB%B2%BD%EC%9D%98%20%EC%95%88%EA%B0%9C.flac
Title2=Title 1 & more
File3=file:///home/ella/Music/Bj/J%C3%B3ga%20(live)%20%2541.ogg
Title3=Title 2 & more
File4=file:///home/ella/Music/%23hash.ogg
Title4=Title 3 & more
