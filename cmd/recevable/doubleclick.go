package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
)

// Who starts the program from the Explorer of Windows, by a double click or a
// shortcut, has a window that closes with it.

// usualAddress is where the pages are if nobody says otherwise.
const usualAddress = "127.0.0.1:8080"

// clicked are the arguments of a double click: the pages, on the usual port or,
// where a program has it, on another. That program is often this one, clicked
// twice.
func clicked() []string {
	listener, err := net.Listen("tcp", usualAddress)
	if err != nil {
		return []string{"serve", "--addr", "127.0.0.1:0"}
	}
	listener.Close()
	return []string{"serve"}
}

// waitToBeRead keeps the window until what is written there was read.
func waitToBeRead(stdin io.Reader, stderr io.Writer) {
	fmt.Fprintln(stderr, "\nAppuyez sur Entrée pour fermer cette fenêtre.")
	_, _ = bufio.NewReader(stdin).ReadString('\n')
}
